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

/// <summary>The rungs of this program. They share one loaded model.</summary>
public sealed class RungRegistry : IDisposable
{
    /// <summary>Up the ladder, one line per rung.</summary>
    private static readonly (RungDescription Declaration, Func<ModelCache, IRung> Create)[] Registered =
    [
        (MajorityRung.Declaration, _ => new MajorityRung()),
        (ClassicalRung.Declaration, _ => new ClassicalRung()),
        (ZeroShotRung.Declaration, models => new ZeroShotRung(models)),
        (FewShotRung.Declaration, models => new FewShotRung(models)),
        (RetrievalRung.Declaration, models => new RetrievalRung(models)),
        (HeadRung.Declaration, models => new HeadRung(models)),
        (LoraRung.Declaration, models => new LoraRung(models)),
        (FullRung.Declaration, models => new FullRung(models)),
        (ScratchRung.Declaration, _ => new ScratchRung()),
    ];

    private readonly ModelCache _models = new();
    private readonly Dictionary<string, IRung> _rungs;

    /// <summary>All rungs; nothing is loaded yet.</summary>
    public RungRegistry() => _rungs = Registered.ToDictionary(rung => rung.Declaration.Name, rung => rung.Create(_models));

    /// <summary>What the rungs are, without making any.</summary>
    public static RungCatalog Catalog { get; } = new(Registered.Select(rung => rung.Declaration));

    /// <summary>The rung of that name, or <see langword="null"/>.</summary>
    public IRung? Find(string name) => _rungs.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();
}
