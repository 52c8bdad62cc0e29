namespace Fulcrum.Tuning.Optimization;

/// <summary>The share of the peak learning rate that each step takes, as transformers' schedules with warm-up.</summary>
/// <param name="Shape">How it falls after the warm-up.</param>
/// <param name="WarmupShare">Part of all steps, rounded up, over which it rises from 0.</param>
public sealed record LearningRateSchedule(ScheduleShape Shape, double WarmupShare = 0.1)
{
    /// <summary>The factor of a step.</summary>
    /// <param name="step">The step to be taken, from 0.</param>
    /// <param name="steps">The number of steps that are planned.</param>
    public double Factor(int step, int steps)
    {
        if (Shape == ScheduleShape.Constant) return 1;
        var warmup = (int)Math.Ceiling(WarmupShare * steps);
        if (step < warmup) return (double)step / warmup;
        var progress = (double)(step - warmup) / Math.Max(1, steps - warmup);
        return Shape == ScheduleShape.Linear ? 1 - progress : 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}

/// <summary>How a learning rate falls after its warm-up.</summary>
public enum ScheduleShape
{
    /// <summary>Neither rises nor falls; there is no warm-up.</summary>
    Constant,

    /// <summary>In a straight line to 0.</summary>
    Linear,

    /// <summary>Along half a cosine to 0 (arXiv:1608.03983, without restarts).</summary>
    Cosine,
}
