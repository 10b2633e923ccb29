export { proof } from './proof.test.ts'
