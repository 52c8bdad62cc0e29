using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Tests;

/// <summary>A ladder for tests that run no rung: the classes and names of the product's, without its settings.</summary>
internal static class TestRungs
{
    public static readonly RungDescription Majority = new() { Name = "majority", Class = RungClass.NoModel, Summary = "always the most frequent label", Rank = 0, IsBaseline = true, IsQuick = true };

    public static readonly RungDescription Classical = new() { Name = "classical", Class = RungClass.NoModel, Summary = "TF-IDF with a linear learner, or naive Bayes", Rank = 1, IsQuick = true };

    public static readonly RungDescription ZeroShot = new() { Name = "zero-shot", Class = RungClass.OutOfTheBox, Summary = "the prompt alone", Rank = 2, NeedsModel = true, Learns = false };

    public static readonly RungDescription FewShot = new() { Name = "few-shot", Class = RungClass.OutOfTheBox, Summary = "the prompt with 8 examples", Rank = 3, NeedsModel = true, IsRandom = true };

    public static readonly RungDescription Retrieval = new()
    {
        Name = "retrieval", Class = RungClass.OutOfTheBox, Summary = "the prompt with the nearest examples", Rank = 4, NeedsModel = true, EncoderKey = "embeddings", WithoutEncoder = "TF-IDF",
    };

    public static readonly RungDescription Head = new()
    {
        Name = "head", SpokenName = "a linear head", Class = RungClass.ParameterEfficient, Summary = "a linear learner on frozen features", Rank = 5, NeedsModel = true, TakesEncoder = true,
    };

    public static readonly RungDescription Lora = new()
    {
        Name = "lora", SpokenName = "LoRA", Class = RungClass.ParameterEfficient, Summary = "low-rank adapters", Rank = 5, IsRandom = true, NeedsModel = true, TakesEncoder = true,
    };

    public static readonly RungDescription Full = new()
    {
        Name = "full", SpokenName = "full tuning", Class = RungClass.FullTune, Summary = "all weights of the model are tuned", Rank = 6, IsRandom = true, NeedsModel = true, TakesEncoder = true,
    };

    public static readonly RungDescription Scratch = new()
    {
        Name = "scratch", SpokenName = "a model from scratch", Class = RungClass.FromScratch, Summary = "own tokenizer and small decoder", Rank = 7, IsRandom = true,
    };

    public static RungCatalog Catalog { get; } = new(Majority, Classical, ZeroShot, FewShot, Retrieval, Lora, Full, Scratch);
}
