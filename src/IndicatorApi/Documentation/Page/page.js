// What is switched off would ask other machines, or invite to.
Scalar.createApiReference('#app', {
  url: '/openapi/v1.json',
  proxyUrl: '',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
});
