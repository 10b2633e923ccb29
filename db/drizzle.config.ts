import { defineConfig } from 'drizzle-kit'

// `npx drizzle-kit generate` compares this schema with migrations/meta and needs no database.
export default defineConfig({ dialect: 'postgresql', schema: './src/schema/index.ts', out: './migrations' })
