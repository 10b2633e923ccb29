export { people } from '../../db/src/schema.ts'
