namespace Fulcrum.Tuning.Training;

/// <summary>Something to learn from.</summary>
public interface ITrainingExample
{
    /// <summary>Its tokens, those to be predicted included.</summary>
    int Length { get; }
}
