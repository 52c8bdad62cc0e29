using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.FewShot;
using Fulcrum.Rungs.Head;
using Fulcrum.Rungs.Majority;
using Fulcrum.Rungs.Retrieval;
using Fulcrum.Rungs.Scratch;
using Fulcrum.Rungs.Tuned;
using Fulcrum.Rungs.ZeroShot;

namespace Fulcrum.Rungs;

/// <summary>What runs the rungs of <see cref="RungCatalog"/>. They share one loaded model.</summary>
public sealed class RungRegistry : IDisposable
{
    private readonly ModelCache models = new();
    private readonly Dictionary<string, IRung> rungs;

    /// <summary>All rungs; nothing is loaded yet.</summary>
    public RungRegistry()
    {
        IRung[] all =
        [
            new MajorityRung(), new ClassicalRung(), new ZeroShotRung(models), new FewShotRung(models), new RetrievalRung(models),
            new HeadRung(models), new LoraRung(models), new FullRung(models), new ScratchRung(),
        ];
        rungs = all.ToDictionary(rung => rung.Description.Name);
    }

    /// <summary>The rung of that name, or <see langword="null"/>.</summary>
    public IRung? Find(string name) => rungs.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose() => models.Dispose();
}
