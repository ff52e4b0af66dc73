// Puts a row into the table that the migration made; fit to run again, as the definition asks.
const { PrismaClient } = require('@prisma/client');

const client = new PrismaClient();
client
  .$queryRawUnsafe("INSERT INTO products (name) VALUES ('first') ON CONFLICT (name) DO NOTHING")
  .then(() => client.$disconnect())
  .catch((error) => {
    console.error(String(error.message));
    process.exit(1);
  });
