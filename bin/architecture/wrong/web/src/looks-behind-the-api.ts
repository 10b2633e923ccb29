export type { Hidden } from '../../api/src/hidden.ts'
