namespace IndicatorApi.Tests.Running;

/// <summary>A wait of a test ends, and says why.</summary>
public sealed class EventuallyTests
{
    [Fact]
    public async Task SeenAsync_ItComesAbout_AnswersTheFirstThatIsAsWanted()
    {
        var looks = 0;
        (await Eventually.SeenAsync(TimeSpan.FromSeconds(30), () => ++looks, seen => seen == 3)).ShouldBe(3);
        looks.ShouldBe(3);
    }

    [Fact]
    public async Task SeenAsync_ItDoesNotComeAbout_SaysWhatWasWantedAndWhatWasLastSeen()
    {
        var looks = 0;
        var waited = await Should.ThrowAsync<TimeoutException>(
            Eventually.SeenAsync(TimeSpan.FromMilliseconds(50), () => $"look {++looks}", seen => seen.Length == 0));
        waited.Message.ShouldContain("seen.Length == 0");
        waited.Message.ShouldEndWith($"last seen: look {looks}");
    }
}
