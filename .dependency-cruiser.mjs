export { architecture as default } from './bin/architecture/rules.ts'
