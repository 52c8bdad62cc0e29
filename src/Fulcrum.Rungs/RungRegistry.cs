using Fulcrum.Data;
using Fulcrum.Ladder.Cascades;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs.Cascade;
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

    private readonly ModelCache _models;
    private readonly Dictionary<string, IRung> _rungs;

    /// <summary>All rungs, to open what was fitted; nothing is loaded yet.</summary>
    public RungRegistry()
        : this(new ModelCache())
    {
    }

    private RungRegistry(ModelCache models)
    {
        _models = models;
        _rungs = Registered.ToDictionary(rung => rung.Declaration.Name, rung => rung.Create(models));
        // Not on the ladder: it is made of what the others have left.
        _rungs.Add(CascadeSettings.RungName, new CascadeRung(Find));
    }

    /// <summary>What the rungs are, without making any.</summary>
    public static RungCatalog Catalog { get; } = new(Registered.Select(rung => rung.Declaration));

    /// <summary>All rungs, to run trials: what models make of texts is kept for other trials on the same texts, in the user's cache.</summary>
    public static RungRegistry ForTrials() => new(new ModelCache { FeatureFolder = Path.Combine(CacheFolder.Root, "features") });

    /// <summary>The rung of that name, or <see langword="null"/>.</summary>
    public IRung? Find(string name) => _rungs.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();
}
