using Fulcrum.Tuning.Optimization;

namespace Fulcrum.Tuning.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleShape.Linear)]
    [InlineData(ScheduleShape.Cosine)]
    public void It_rises_from_nothing_to_the_peak_and_falls_ever_after(ScheduleShape shape)
    {
        var schedule = new LearningRateSchedule(shape, WarmupShare: 0.25);

        var factors = Enumerable.Range(0, 20).Select(step => schedule.Factor(step, 20)).ToArray();

        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], factors[..6].Select(factor => Math.Round(factor, 12)));
        Assert.Equal(factors[5..].OrderDescending(), factors[5..]);
        Assert.InRange(factors[^1], 0, 0.1);
    }

    [Fact]
    public void A_constant_rate_has_no_warm_up() =>
        Assert.All(Enumerable.Range(0, 5), step => Assert.Equal(1, new LearningRateSchedule(ScheduleShape.Constant).Factor(step, 5)));

    [Fact]
    public void One_step_alone_is_warm_up() => Assert.Equal(0, new LearningRateSchedule(ScheduleShape.Cosine).Factor(0, 1));
}
