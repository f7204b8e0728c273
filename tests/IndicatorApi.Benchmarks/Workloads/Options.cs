using System.Globalization;

namespace IndicatorApi.Benchmarks.Workloads;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    /// <summary>The running instance; for a day several, with commas between them.</summary>
    public string Url { get; private init; } = "http://127.0.0.1:5080";

    /// <summary>A key that may read, and for W6 and for filling may write.</summary>
    public string Key { get; private init; } = "";

    /// <summary>The process of the instance, whose processor time is counted; none when it runs elsewhere.</summary>
    public int? Pid { get; private init; }

    /// <summary>The instance's database, for the anchors that PostgreSQL gives by itself; none without it.</summary>
    public string? Database { get; private init; }

    /// <summary>How much of the country: 1 is all 3,321 wards.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>Rounds of each workload; every round asks each contender once, in turns.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>Seconds of a round.</summary>
    public double Seconds { get; private init; } = 2;

    /// <summary>Whether W6 may store a quarter of figures.</summary>
    public bool Write { get; private init; }

    public static Options Read(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} wants a value.");
            options = args[i] switch
            {
                "--url" => options with { Url = Value().TrimEnd('/') },
                "--key" => options with { Key = Value() },
                "--pid" => options with { Pid = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--database" => options with { Database = Value() },
                "--scale" => options with { Scale = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--write" => options with { Write = true },
                _ => throw new ArgumentException($"What is {args[i]}? Known: --url --key --pid --database --scale --rounds --seconds --write."),
            };
        }
        return options;
    }
}
