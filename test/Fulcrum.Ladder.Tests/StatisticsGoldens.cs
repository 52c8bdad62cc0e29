using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests;

/// <summary>What SciPy and NumPy compute, see <c>test/fixtures/statistics/generate.py</c>.</summary>
internal sealed record StatisticsGoldens
{
    /// <summary>How far from them our figures may be.</summary>
    public const double Tolerance = 1e-7;

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly Lazy<StatisticsGoldens> File = new(() =>
        JsonSerializer.Deserialize<StatisticsGoldens>(System.IO.File.ReadAllText(RepositoryFiles.Fixture("statistics/statistics.json")), Names)!);

    public static StatisticsGoldens Read() => File.Value;

    /// <summary>400 tables of two classifiers.</summary>
    public required Table[] Tables { get; init; }

    /// <summary>40 vectors of scores of rows in groups of 1 to 10.</summary>
    public required Design[] DesignEffects { get; init; }

    /// <summary>40 tables of the scores of 2 to 6 arms on rows in groups of 1 to 10.</summary>
    public required Joint[] Covariances { get; init; }

    public required Quantile Quantiles { get; init; }

    public required Rank[] OrderStatistics { get; init; }

    /// <summary>
    /// Wilson's intervals, and the t test of the mean lead of the first classifier, with one further row of disagreement in its variance.
    /// </summary>
    public sealed record Table(
        int Rows, int OnlyFirst, int OnlySecond, int Hits, double Effective, double[] Wilson, double[] WilsonEffective, double[] Difference, double P);

    /// <param name="Scores">0 or 1 of each row.</param>
    /// <param name="Groups">The group of each row, from 0.</param>
    /// <param name="DesignEffect">Variance of the mean over groups by that over rows.</param>
    /// <param name="MeanGroup">The size of the group that a row is in, on average over rows.</param>
    /// <param name="TRatio">The 97.5 % quantile of Student's t with as many degrees of freedom as groups less one, by that of rows.</param>
    public sealed record Design(double[] Scores, int[] Groups, double DesignEffect, double MeanGroup, double TRatio);

    /// <param name="Scores">Per row the score of each arm.</param>
    /// <param name="Groups">The group of each row, from 0.</param>
    /// <param name="Means">Per arm.</param>
    /// <param name="Covariance">Of the means, from sums over groups: G/(G − 1) Σuuᵀ/n².</param>
    public sealed record Joint(double[][] Scores, int[] Groups, double[] Means, double[][] Covariance);

    public sealed record Quantile(Student[] T, Normal[] Normal, Cumulative[] NormalCumulative);

    public sealed record Student(double Probability, int Degrees, double Value);

    public sealed record Normal(double Probability, double Value);

    public sealed record Cumulative(double Z, double Value);

    /// <summary>Ranks from 1 between which a percentile lies.</summary>
    public sealed record Rank(int Count, double Share, int? Low, int? High);
}
