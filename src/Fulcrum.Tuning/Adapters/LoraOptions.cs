namespace Fulcrum.Tuning.Adapters;

/// <summary>Settings of low-rank adaptation (LoRA, arXiv:2106.09685).</summary>
public sealed record LoraOptions
{
    /// <summary>Width of the bottleneck (r).</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / rank, or alpha / √rank with <see cref="RankStabilized"/>.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Share of the adapters' inputs set to zero while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the scale is α/√rank instead of α/rank (rsLoRA, arXiv:2312.03732).</summary>
    public bool RankStabilized { get; init; }

    /// <summary>Ends of the names of the layers adapted, e.g. <c>q_proj</c>; every linear layer but the heads when null.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Ends of the names of layers that are trained and stored whole beside the adapters (PEFT's <c>modules_to_save</c>), e.g. a new head.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>What the low-rank product is multiplied with.</summary>
    public double Scale => Alpha / (RankStabilized ? Math.Sqrt(Rank) : Rank);

    /// <summary>Whether the layer is a classification head, which PEFT stores whole.</summary>
    internal static bool IsClassifier(string layer) => layer is "score" or "classifier";
}
