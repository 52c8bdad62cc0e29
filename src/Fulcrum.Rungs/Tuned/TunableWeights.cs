using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Architecture;
using Fulcrum.Rungs.Prompting;
using Fulcrum.Tuning.Checkpoints;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tuned;

/// <summary>
/// All weights of a model. It starts anew by being read again, and the best state is kept on disk: no second copy is held in
/// memory, where training already has four.
/// </summary>
internal sealed class TunableWeights(TrialContext context, ModelCache models, PromptFormatter formatter) : ITunable, IDisposable
{
    /// <summary>What a model folder has beside its weights.</summary>
    private static readonly string[] Companions =
        ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"];

    private bool isStarted;

    public Decoder Decoder => models.Load(context.Trial.Model!).Decoder;

    public ITextClassifier Classifier =>
        new LabelClassifier(Decoder, formatter, run: context.Deadline is null ? int.MaxValue : PartPredictions.Run);

    public IReadOnlyList<Tensor> Start()
    {
        if (isStarted) models.Invalidate();
        isStarted = true;
        return [.. Decoder.Parameters.Select(parameter => parameter.Value)];
    }

    public void Keep()
    {
        var folder = context.ArtefactFolder;
        ModelFolder.WriteWeights(folder, Decoder);
        var source = models.Load(context.Trial.Model!).Folder!;
        foreach (var name in Companions.Where(name => File.Exists(Path.Combine(source, name))))
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name), overwrite: true);
        if (!File.Exists(Path.Combine(folder, "config.json"))) ModelFolder.WriteConfiguration(folder, Decoder.Configuration);
    }

    public void Restore() => ModelFolder.ReadWeights(context.ArtefactFolder, Decoder);

    public void Dispose() => models.Invalidate();
}
