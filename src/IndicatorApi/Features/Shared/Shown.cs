using IndicatorApi.Calculation;
using IndicatorApi.Data;
using Mapster;

namespace IndicatorApi.Features.Shared;

/// <summary>A stored row with the picture that its ids are named by: what an answer is made of.</summary>
/// <param name="Row">The row.</param>
/// <param name="Reference">Names and definitions.</param>
public sealed record Shown<TRow>(TRow Row, ReferenceData Reference);

/// <summary>Copies members by name, where most are alike. A member that nothing fills stops the start.</summary>
public static class Mapping
{
    /// <summary>Every rule, compiled.</summary>
    public static TypeAdapterConfig Config { get; } = Create();

    /// <summary>The answer that shows a row.</summary>
    public static TAnswer Show<TRow, TAnswer>(TRow row, ReferenceData reference) => Compiled<Shown<TRow>, TAnswer>.Map(new Shown<TRow>(row, reference));

    /// <summary>A copy in another type.</summary>
    public static TTo To<TFrom, TTo>(TFrom from) => Compiled<TFrom, TTo>.Map(from);

    /// <summary>Takes values of a type over as they are.</summary>
    internal static void Keep<T>(this TypeAdapterConfig config) => config.NewConfig<T, T>().MapWith(value => value);

    /// <summary>What holds for all rules, before there are any.</summary>
    internal static TypeAdapterConfig Strict()
    {
        var config = new TypeAdapterConfig
        {
            // Neither makes up a rule that nobody wrote, nor leaves out what was forgotten.
            RequireExplicitMapping = true,
            RequireDestinationMemberSource = true,
        };
        // Left to itself it makes 0 of a number that is missing, and the first day of the calendar of a day.
        config.NewConfig<decimal?, decimal>().MapWith(value => Given(value));
        config.NewConfig<DateOnly?, DateOnly>().MapWith(value => Given(value));
        Refuse<decimal>(config);
        Refuse<int>(config);
        Refuse<long>(config);
        Refuse<bool>(config);
        Refuse<Guid>(config);
        Refuse<DateOnly>(config);
        Refuse<DateTimeOffset>(config);
        config.Keep<Period>();
        return config;
    }

    private static TypeAdapterConfig Create()
    {
        var config = Strict();
        config.Scan(typeof(Mapping).Assembly);
        config.Compile();
        return config;
    }

    // It would read "01/02/2020" as the second of January.
    private static void Refuse<T>(TypeAdapterConfig config) where T : struct
    {
        config.NewConfig<string, T>().MapWith(text => Unread<T>(text));
        config.NewConfig<string, T?>().MapWith(text => Unread<T>(text));
    }

    private static T Unread<T>(string text) => throw new InvalidOperationException(
        $"'{text}' is text: whoever reads a {typeof(T).Name} from it checks it first.");

    private static T Given<T>(T? value) where T : struct => value ?? throw new InvalidOperationException("What is missing is no value.");

    private static class Compiled<TFrom, TTo>
    {
        public static readonly Func<TFrom, TTo> Map = Config.GetMapFunction<TFrom, TTo>();
    }
}
