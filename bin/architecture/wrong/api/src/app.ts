export const api = {}
export type Api = typeof api
