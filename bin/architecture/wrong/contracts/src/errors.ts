export const errors = []
