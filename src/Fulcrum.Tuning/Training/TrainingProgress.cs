namespace Fulcrum.Tuning.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">The current pass over the data, from 1.</param>
/// <param name="Step">Steps done, over all epochs.</param>
/// <param name="Steps">The number of steps that are planned.</param>
/// <param name="Loss">Mean of the epoch so far, nats per target.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
public sealed record TrainingProgress(int Epoch, int Step, int Steps, double Loss, double LearningRate)
{
    /// <summary>Share of the steps done, 0 to 1.</summary>
    public double Fraction => (double)Step / Steps;
}
