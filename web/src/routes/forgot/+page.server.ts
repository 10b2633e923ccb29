import { askForLink } from '#lib/auth/forgot.ts'

export const actions = { default: (event) => askForLink(event) }
