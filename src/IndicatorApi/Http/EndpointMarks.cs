namespace IndicatorApi.Http;

/// <summary>The right an endpoint asks for, where the documentation and tests can see it.</summary>
/// <param name="Right">One of <see cref="Http.Right"/>.</param>
public sealed record RequiredRight(string Right);

/// <summary>Marks a creating POST that takes an <c>Idempotency-Key</c>; running it twice must store the same rows once.</summary>
public sealed record TakesIdempotencyKey;

/// <summary>Marks a change that asks for no <c>If-Match</c>, because nothing of it can be lost.</summary>
public sealed record TakesNoIfMatch;

/// <summary>Marks a read whose caller has just written what it asks about: it is answered by the primary while there is one.</summary>
public sealed record SeesEveryWrite;
