using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Verdicts;

/// <summary>Two trials on examples that both answered.</summary>
internal sealed class PairedOutcomes
{
    private PairedOutcomes(double[] leads, int[] clusters)
    {
        Count = leads.Length;
        OnlyFirst = leads.Count(lead => lead > 0);
        OnlySecond = leads.Count(lead => lead < 0);
        EffectiveCount = EffectiveSize.Compute(leads, clusters);
        var groups = new int[clusters.Max() + 1];
        foreach (var (lead, cluster) in leads.Zip(clusters)) groups[cluster] += (int)lead;
        Leads = groups;
    }

    /// <summary>Examples that both answered.</summary>
    public int Count { get; }

    /// <summary>Those that only the first has right.</summary>
    public int OnlyFirst { get; }

    /// <summary>Those that only the second has right.</summary>
    public int OnlySecond { get; }

    /// <summary>Per group of examples, how many more the first has right.</summary>
    public IReadOnlyList<int> Leads { get; }

    /// <summary>How many independent examples would tell as much of the difference, see <see cref="EffectiveSize"/>.</summary>
    public double EffectiveCount { get; }

    /// <summary>The share of examples that one of them alone has right.</summary>
    public double Discordance => (double)(OnlyFirst + OnlySecond) / Count;

    /// <summary>Whether either is as often right as the other: mid-p of McNemar's test, or of its like for groups.</summary>
    public double PValue => Leads.Count == Count ? McNemar.MidP(OnlyFirst, OnlySecond) : SignFlipTest.MidP(Leads);

    /// <summary>What <see cref="PValue"/> is where all groups speak for one of them; few groups cannot show any difference.</summary>
    public double LowestPValue => Math.Pow(0.5, Leads.Count);

    /// <summary>Accuracy of the first minus accuracy of the second, with its 95 % interval.</summary>
    public Interval Difference
    {
        get
        {
            var scale = EffectiveCount / Count;
            return PairedDifference.Compute(OnlyFirst * scale, OnlySecond * scale, EffectiveCount);
        }
    }

    /// <summary>Pairs the predictions by example id; at least one example must be in both.</summary>
    public static PairedOutcomes Of(IEnumerable<Prediction> first, IEnumerable<Prediction> second, ExampleGroups groups, TaskKind kind)
    {
        var pairs = first.Join(second, p => p.Id, p => p.Id, (a, b) => (a.Id, Lead: Score(a) - Score(b))).ToArray();
        return new PairedOutcomes([.. pairs.Select(p => p.Lead)], groups.ClustersOf(pairs.Select(p => p.Id)));

        double Score(Prediction prediction) => kind.Score(prediction.Predicted, prediction.Labels);
    }
}
