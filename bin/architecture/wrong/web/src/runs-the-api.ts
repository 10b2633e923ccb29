export { api } from '../../api/src/app.ts'
