using BenchmarkDotNet.Running;
using IndicatorApi.Benchmarks.Workloads;

// Which to run and how is said at the command line; see docs/performance.md.
switch (args)
{
    case ["country", ..]: return await Country.FillAsync(Options.Read(args[1..]));
    case ["workloads", ..]: return await WorkloadRun.RunAsync(Options.Read(args[1..]));
    case ["day", ..]: return await Day.RunAsync(Options.Read(args[1..]));
    case ["canned", var port]: return await Canned.ServeAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
