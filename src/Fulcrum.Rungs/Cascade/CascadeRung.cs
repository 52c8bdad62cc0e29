using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Cascade;

/// <summary>
/// Opens a cascade of two fitted rungs. It is made of the trials of a run once these are done, and so is neither planned nor fitted as a trial.
/// </summary>
/// <param name="findRung">The rung of a name, or <see langword="null"/>.</param>
public sealed class CascadeRung(Func<string, IRung?> findRung) : IRung
{
    /// <inheritdoc/>
    public RungDescription Description { get; } = new()
    {
        Name = CascadeSettings.RungName, Class = RungClass.NoModel, Summary = "the first part answers what it is sure of, the second the rest", TaskKinds = TaskKind.All,
    };

    /// <inheritdoc/>
    public FitReport Fit(FitContext context, CancellationToken cancellationToken) =>
        throw new TrialFailedException("A cascade is made of two trials of a run, and not fitted by itself.");

    /// <inheritdoc/>
    public IPredictor Open(Artifact artifact)
    {
        var settings = artifact.Settings<CascadeSettings>();
        var cheap = OpenPart(artifact, CascadeSettings.CheapFolder);
        try
        {
            return new CascadePredictor(cheap, OpenPart(artifact, CascadeSettings.CostlyFolder), artifact.Manifest.Task, settings.Threshold);
        }
        catch
        {
            cheap.Dispose();
            throw;
        }
    }

    private DecidingPredictor OpenPart(Artifact artifact, string folder)
    {
        var part = artifact.OpenPart(folder);
        if (!part.Manifest.Labels.SequenceEqual(artifact.Manifest.Labels)) throw artifact.Invalid($"has other labels than its part `{folder}`");
        var rung = findRung(part.Manifest.Rung) ?? throw part.Invalid($"is of the rung `{part.Manifest.Rung}`, which this version does not have");
        return DecidingPredictor.Open(rung, part);
    }
}
