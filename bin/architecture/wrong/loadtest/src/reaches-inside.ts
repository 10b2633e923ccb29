export { server } from '../../sfu/src/server.ts'
