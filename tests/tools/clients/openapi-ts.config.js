// Programs of Node name a module with its ending.
export default { input: '../openapi.json', output: { path: 'hey', module: { extension: '.js' } }, logs: { level: 'silent' } };
