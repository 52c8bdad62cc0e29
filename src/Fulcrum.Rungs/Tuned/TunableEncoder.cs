using Fulcrum.Ladder.Trials;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>All weights of an encoder with its new head. Going back is reading it again: the head's seed is that of the trial.</summary>
internal sealed class TunableEncoder(TrialContext context, EncoderTuning tuning) : ITunable
{
    public long ParameterCount => tuning.Encoder.ParameterCount;

    public ITextClassifier Classifier => tuning.Classifier;

    public IReadOnlyList<Tensor> Start()
    {
        tuning.Reload();
        return [.. tuning.Encoder.Parameters.Select(parameter => parameter.Value)];
    }

    public Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions trainingOptions) => tuning.CreateTrainer(parameters, trainingOptions);

    public void Keep()
    {
        ModelFolder.WriteWeights(context.ArtefactFolder, tuning.Encoder);
        ArtefactFolder.CopyCompanions(context.Trial.Model!, context.ArtefactFolder);
        ModelFolder.WriteClassifier(context.ArtefactFolder, "BertForSequenceClassification", context.Data.Labels);
    }

    public void Restore() => ModelFolder.ReadWeights(context.ArtefactFolder, tuning.Encoder);
}
