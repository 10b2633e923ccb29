/** What the root layout's notices depend on: invalidated to look again. */
export const noticesKey = 'enshin:notices'
