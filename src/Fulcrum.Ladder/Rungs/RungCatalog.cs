namespace Fulcrum.Ladder.Rungs;

/// <summary>The rungs there are, lowest first. What runs them is registered in the worker under the same names.</summary>
public static class RungCatalog
{
    /// <summary>Always the most frequent label of the training part.</summary>
    public static readonly RungDescription Majority =
        new("majority", RungClass.NoModel, false, "always the most frequent label");

    /// <summary>TF-IDF of words and characters with a linear learner, or naive Bayes.</summary>
    public static readonly RungDescription Classical =
        new("classical", RungClass.NoModel, false, "TF-IDF with a linear learner, or naive Bayes");

    /// <summary>The prompt alone.</summary>
    public static readonly RungDescription ZeroShot =
        new("zero-shot", RungClass.OutOfTheBox, true, "the prompt alone, labels scored or parsed") { Learns = false };

    /// <summary>The prompt with eight examples.</summary>
    public static readonly RungDescription FewShot =
        new("few-shot", RungClass.OutOfTheBox, true, "the prompt with 8 examples");

    /// <summary>The prompt with the examples that are most like the text (Liu et al. 2022, arXiv:2101.06804).</summary>
    public static readonly RungDescription Retrieval =
        new("retrieval", RungClass.OutOfTheBox, true, "the prompt with the 8 examples nearest to the text");

    /// <summary>A linear classifier on what the model makes of a text, the model itself left as it is.</summary>
    public static readonly RungDescription Head =
        new("head", RungClass.ParameterEfficient, true, "a head on frozen features") { TakesEncoder = true };

    /// <summary>Low-rank adapters on all linear layers (Hu et al. 2021).</summary>
    public static readonly RungDescription Lora =
        new("lora", RungClass.ParameterEfficient, true, "low-rank adapters on all linear layers") { TakesEncoder = true };

    /// <summary>All weights of the model.</summary>
    public static readonly RungDescription Full =
        new("full", RungClass.FullTune, true, "all weights of the model are tuned") { TakesEncoder = true };

    /// <summary>Own tokenizer and a small decoder of its own.</summary>
    public static readonly RungDescription Scratch =
        new("scratch", RungClass.FromScratch, false, "own tokenizer and small decoder, trained on this data only");

    /// <summary>All of them, lowest first.</summary>
    public static IReadOnlyList<RungDescription> All { get; } =
        [Majority, Classical, ZeroShot, FewShot, Retrieval, Head, Lora, Full, Scratch];

    /// <summary>The rung of that name, or <see langword="null"/>.</summary>
    public static RungDescription? Find(string name) => All.FirstOrDefault(r => r.Name == name);
}
