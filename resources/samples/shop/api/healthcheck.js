const response = await fetch('http://localhost:3000/healthz');
process.exit(response.ok ? 0 : 1);
