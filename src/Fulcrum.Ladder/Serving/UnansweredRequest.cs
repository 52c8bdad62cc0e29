using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Serving;

/// <summary>Gathers the answers to the texts of one request, and sends them when they are complete.</summary>
internal sealed class UnansweredRequest(ReceivedRequest<PredictRequest> request, PredictorManifest manifest)
{
    private readonly TextAnswer?[] _answers = new TextAnswer?[request.Body.Texts.Count];
    private int _missing;

    public IReadOnlyList<string> Texts => request.Body.Texts;

    public bool IsAnswered { get; private set; }

    /// <summary>Forgets answers of an attempt that failed; a request without texts is answered already.</summary>
    public void Begin()
    {
        Array.Clear(_answers);
        _missing = _answers.Length;
        if (_missing == 0) Respond();
    }

    public void Add(int index, Answer answer)
    {
        _answers[index] = TextAnswer.Of(answer, manifest);
        if (--_missing == 0) Respond();
    }

    /// <summary>Says why there is no answer.</summary>
    /// <param name="reason">What was thrown when these texts alone were asked about.</param>
    public void Fail(Exception reason)
    {
        IsAnswered = true;
        request.Fail(reason switch
        {
            UnreadableTextsException unreadable => string.Join('\n', unreadable.Faults.Select(fault => $"Text {fault.Index + 1}: {fault.Error.Message} {UnreadableTextsException.AdviceAfterFitting}")),
            InputException => reason.Message,
            _ => Fault.Describe(reason),
        });
    }

    private void Respond()
    {
        IsAnswered = true;
        request.Respond(new PredictResponse(_answers!));
    }
}
