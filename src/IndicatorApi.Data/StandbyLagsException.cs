namespace IndicatorApi.Data;

/// <summary>What is asked of a standby has not reached it yet; another server has it.</summary>
public sealed class StandbyLagsException() : Exception("The standby has not replayed what is asked of it.");
