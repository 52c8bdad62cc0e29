namespace Fulcrum.Ladder.Rungs;

/// <summary>The class of a rung, from the least to the most laborious answer.</summary>
public enum RungClass
{
    /// <summary>No language model at all.</summary>
    NoModel,

    /// <summary>A language model as it comes, prompted.</summary>
    OutOfTheBox,

    /// <summary>A few parameters are tuned (PEFT).</summary>
    ParameterEfficient,

    /// <summary>All weights are tuned.</summary>
    FullTune,

    /// <summary>Own tokenizer, own weights.</summary>
    FromScratch,
}
