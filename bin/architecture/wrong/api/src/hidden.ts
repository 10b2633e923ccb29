export type Hidden = 1
