using BenchmarkDotNet.Running;

// Which to run and how is said at the command line; see docs/performance.md.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
