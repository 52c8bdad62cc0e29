namespace Fulcrum.Rungs.Classical;

/// <summary>What logistic regression sees.</summary>
internal enum FeatureSet
{
    /// <summary>Word n-grams.</summary>
    Words,

    /// <summary>Word n-grams and character n-grams side by side.</summary>
    WordsAndCharacters,
}
