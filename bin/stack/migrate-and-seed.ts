import { migrate } from '@enshin/db/migrate.ts'
import { seed } from '@enshin/db/seed.ts'

// A process of its own, for prepare-database.ts: it needs the dependencies, which the launcher must not.
const { DATABASE_URL: url = '' } = process.env
await migrate(url)
if (process.argv.includes('--seed')) await seed(url)
