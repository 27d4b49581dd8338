const response = await fetch(`http://localhost:${process.env.PORT ?? 3000}/healthz`);
process.exit(response.ok ? 0 : 1);
