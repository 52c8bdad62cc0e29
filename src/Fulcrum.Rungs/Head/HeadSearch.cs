using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// Fits logistic regression at each penalty of a grid, on features scaled in two ways, and keeps what has the least loss on dev (why
/// loss: see <see cref="ClassicalSearch"/>).
/// </summary>
/// <param name="context">The trial.</param>
/// <param name="train">What is learned from.</param>
/// <param name="dev">What is chosen on.</param>
/// <param name="isOver">Whether time is up.</param>
/// <param name="cancellationToken">Checked often.</param>
internal sealed class HeadSearch(FitContext context, LabeledFeatures train, LabeledFeatures dev, Func<bool> isOver, CancellationToken cancellationToken)
{
    // scikit-learn's: scaled features have no rare ones that would need more.
    private const float Tolerance = 1e-4f;

    private readonly LabelTargets _targets = LabelTargets.Of(context.Kind, train.Truths, context.Labels.Count);
    private readonly List<SearchStep> _steps = [];
    private double _leastLoss = double.PositiveInfinity;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<SearchStep> Steps => _steps;

    /// <summary>Whether the time ended before the whole grid was fitted.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The best model; the first is always fitted, however late it is.</summary>
    /// <param name="grid">Inverse penalty strengths; without dev the middle one is taken.</param>
    public (JsonObject Chosen, LinearModel Head) Run(IReadOnlyList<double> grid)
    {
        if (_targets.Link.Scores == 0) return ([], new LinearModel(_targets.Link, []));

        double[] penalties = [.. grid.Order()];
        var scalings = new[] { (Name: "each", Scaling: FeatureScaling.Each(train.Vectors)), (Name: "common", Scaling: FeatureScaling.Common(train.Vectors)) };
        if (dev.Count == 0) (penalties, scalings) = ([penalties[penalties.Length / 2]], scalings[..1]);
        var planned = penalties.Length * scalings.Length;
        (JsonObject Chosen, LinearModel Head)? best = null;
        foreach (var (name, scaling) in scalings)
        {
            var regression = new LogisticRegression(scaling.Apply(train.Vectors), _targets, Tolerance);
            foreach (var c in penalties)
            {
                if (best is not null && isOver())
                {
                    WasCut = true;
                    return best.Value;
                }

                context.Progress.Report(new StageProgress("fitting", (double)_steps.Count / planned, FormattableString.Invariant($"scaling {name}, c {c}")));
                var start = context.Clock.GetTimestamp();
                var head = scaling.Unscale(regression.Fit(c, isOver, cancellationToken));
                var (accuracy, loss) = Measure(head);
                var settings = new JsonObject { ["scaling"] = name, ["c"] = c };
                _steps.Add(new SearchStep(settings, accuracy, loss, context.Clock.GetElapsedTime(start).TotalSeconds));
                if (best is not null && !(loss < _leastLoss)) continue;
                _leastLoss = loss;
                best = (settings.DeepClone().AsObject(), head);
            }
        }

        return best!.Value;
    }

    private (double Accuracy, double Loss) Measure(LinearModel head)
    {
        var (score, loss) = (0.0, 0.0);
        foreach (var (vector, truth) in dev.Vectors.Zip(dev.Truths))
        {
            var probabilities = head.Predict(vector);
            score += context.Kind.Score(context.Kind.Decide(probabilities, DecisionRule.None), truth);
            loss += context.Kind.Loss(probabilities, truth);
        }

        var count = Math.Max(1, dev.Count);
        return (score / count, loss / count);
    }
}

/// <summary>Features of texts whose labels are known.</summary>
/// <param name="Vectors">Per text.</param>
/// <param name="Truths">The positions of the labels per text.</param>
internal sealed record LabeledFeatures(IReadOnlyList<float[]> Vectors, IReadOnlyList<int>[] Truths)
{
    public int Count => Truths.Length;
}
