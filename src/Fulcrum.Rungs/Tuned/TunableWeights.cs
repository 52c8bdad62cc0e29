using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Checkpoints;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// All weights of a model. It starts anew by being read again, and the best state is kept on disk: no second copy is held in
/// memory, where training already has four.
/// </summary>
internal sealed class TunableWeights(TrialContext context, ModelCache models, PromptFormatter formatter) : ITunable, IDisposable
{
    private bool isStarted;

    public long ParameterCount => Decoder.ParameterCount;

    private Decoder Decoder => models.Load(context.Trial.Model!).Decoder;

    public ITextClassifier Classifier =>
        new LabelClassifier(Decoder, formatter, run: context.Deadline is null ? int.MaxValue : PartPredictions.Run);

    public IReadOnlyList<Tensor> Start()
    {
        if (isStarted) models.Invalidate();
        isStarted = true;
        return [.. Decoder.Parameters.Select(parameter => parameter.Value)];
    }

    public Trainer CreateTrainer(IReadOnlyList<Tensor> parameters, TrainingOptions trainingOptions) =>
        new(Decoder, parameters, trainingOptions, context.Clock);

    public void Keep()
    {
        var folder = context.ArtefactFolder;
        ModelFolder.WriteWeights(folder, Decoder);
        ArtefactFolder.WriteCompanions(models.Load(context.Trial.Model!), folder);
    }

    public void Restore() => ModelFolder.ReadWeights(context.ArtefactFolder, Decoder);

    public void Dispose() => models.Invalidate();
}
