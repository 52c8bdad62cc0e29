namespace Fulcrum.Ladder.Trials;

/// <summary>A clock that stands still, in UTC wherever the machine is.</summary>
/// <param name="moment">What it shows.</param>
internal sealed class StoppedClock(DateTimeOffset moment) : TimeProvider
{
    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => moment.ToUniversalTime();
}
