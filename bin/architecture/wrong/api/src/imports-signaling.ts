export { one } from '../../signaling/src/one.ts'
