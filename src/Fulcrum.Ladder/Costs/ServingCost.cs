using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Costs;

/// <summary>What it takes to serve a trial's answers under given terms, from what the trial measured. Money is in US dollars.</summary>
public sealed record ServingCost
{
    private const double SecondsPerHour = 3600;

    /// <summary>A year of 365.25 days, divided by twelve.</summary>
    private const double SecondsPerMonth = 365.25 * 24 * SecondsPerHour / 12;

    /// <summary>The trial's id.</summary>
    public required string Trial { get; init; }

    /// <summary>The class of its rung: the higher, the more there is to keep up when data or models change.</summary>
    public required RungClass Class { get; init; }

    /// <summary>The terms.</summary>
    public required ServingTerms Terms { get; init; }

    /// <summary>Seconds per text in batches, with the 95 % interval, see <see cref="Throughput"/>.</summary>
    public required Interval SecondsPerText { get; init; }

    /// <summary>Median milliseconds of a request for one text.</summary>
    public required double LatencyP50 { get; init; }

    /// <summary>95th percentile of the milliseconds of a request for one text.</summary>
    public required double LatencyP95 { get; init; }

    /// <summary>Peak memory of the trial, bytes; <see langword="null"/> where it is not known. Learning is part of it, so serving takes at most that.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Bytes on disk of what is served: the artifact and the models that it names.</summary>
    public long StorageBytes { get; init; }

    /// <summary>The time that 1,000 requests compute, at the machine's price, with the range of the time.</summary>
    public required Interval PerThousand { get; init; }

    /// <summary>What training cost once.</summary>
    public required double Training { get; init; }

    /// <summary>What a month costs: the volume's requests, and training divided by the months.</summary>
    public required Interval PerMonth { get; init; }

    /// <summary>Machines of this kind that the volume keeps busy, spread evenly over the month: 0.2 is a fifth of one. Peaks take more.</summary>
    public required double Machines { get; init; }

    /// <summary>Whole machines of this kind that the volume needs, at least one.</summary>
    public int WholeMachines => (int)Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(Machines)));

    /// <summary>The cost of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="result">How it ended: completed.</param>
    /// <param name="test">Its figures on test.</param>
    /// <param name="log">Its predictions on test in the order in which they were made, at least one.</param>
    /// <param name="terms">Volume and prices.</param>
    /// <param name="modelBytes">Bytes of the models that the artifact names; 0 where it names none.</param>
    public static ServingCost Of(Trial trial, TrialResult result, TaskMetrics test, IReadOnlyList<Prediction> log, ServingTerms terms, long modelBytes = 0)
    {
        var seconds = Throughput.SecondsPerText(log);
        var training = (result.Outcome?.TrainingSeconds ?? 0) / SecondsPerHour * terms.HardwarePrice;
        return new ServingCost
        {
            Trial = trial.Id,
            Class = trial.Rung.Class,
            Terms = terms,
            SecondsPerText = seconds,
            LatencyP50 = test.LatencyP50,
            LatencyP95 = test.LatencyP95,
            MemoryBytes = result.PeakMemoryBytes,
            StorageBytes = (result.Outcome?.ArtifactBytes ?? 0) + modelBytes,
            PerThousand = Map(seconds, time => 1000 * Price(time)),
            Training = training,
            PerMonth = Map(seconds, time => (terms.Volume * Price(time)) + (training / terms.Months)),
            Machines = terms.Volume * seconds.Value / SecondsPerMonth,
        };

        double Price(double time) => time / SecondsPerHour * terms.HardwarePrice;
    }

    private static Interval Map(Interval of, Func<double, double> map) => new(map(of.Value), map(of.Low), map(of.High));
}
