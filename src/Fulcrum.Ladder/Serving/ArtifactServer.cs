using System.Collections.Concurrent;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Workers.Protocol;

namespace Fulcrum.Ladder.Serving;

/// <summary>A worker that answers texts with an opened artifact until the requests end. Requests that wait are answered together.</summary>
/// <param name="predictor">The opened artifact.</param>
/// <param name="manifest">How it answers.</param>
public sealed class ArtifactServer(DecidingPredictor predictor, PredictorManifest manifest)
{
    /// <summary>No further request joins those that are answered together once they have this many texts.</summary>
    private const int TextsTogether = 256;

    /// <summary>Requests that may wait; whoever sends more is not read meanwhile.</summary>
    private const int LongestQueue = 1024;

    /// <summary>Answers on the calling thread; each request when its last text is answered, whatever was asked before.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="cancellationToken">Leaves unanswered what was not answered yet.</param>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public void Run(WorkerTransport client, CancellationToken cancellationToken)
    {
        // Not disposed: after a cancellation the reader may still look at it.
        var queue = new BlockingCollection<ReceivedRequest<PredictRequest>>(LongestQueue);
        var reader = new Thread(() => Read(client, queue, cancellationToken)) { IsBackground = true, Name = "requests" };
        reader.Start();
        while (queue.TryTake(out var first, Timeout.Infinite, cancellationToken)) Answer([first, .. Waiting(queue, first.Body.Texts.Count)], cancellationToken);
        reader.Join();
    }

    private static void Read(WorkerTransport client, BlockingCollection<ReceivedRequest<PredictRequest>> queue, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var request in new RequestReader<PredictRequest>(client, LadderJson.Line).Read())
            {
                if (request.Body.Texts.Any(text => text is null)) request.Fail("A text is null.");
                else queue.Add(request, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Nobody answers, or nobody listens any more.
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    private static IEnumerable<ReceivedRequest<PredictRequest>> Waiting(BlockingCollection<ReceivedRequest<PredictRequest>> queue, int texts)
    {
        while (texts < TextsTogether && queue.TryTake(out var next))
        {
            texts += next.Body.Texts.Count;
            yield return next;
        }
    }

    private void Answer(IReadOnlyList<ReceivedRequest<PredictRequest>> requests, CancellationToken cancellationToken)
    {
        UnansweredRequest[] together = [.. requests.Select(request => new UnansweredRequest(request, manifest))];
        if (Predict(together, cancellationToken) is not { } failure) return;
        var left = together.Where(request => !request.IsAnswered).ToArray();
        if (left is [var one])
        {
            one.Fail(failure);
            return;
        }

        // One of them may be at fault for all.
        foreach (var request in left)
            if (Predict([request], cancellationToken) is { } own) request.Fail(own);
    }

    /// <summary>Answers requests in one go, and says what came in between.</summary>
    private Exception? Predict(IReadOnlyList<UnansweredRequest> requests, CancellationToken cancellationToken)
    {
        (UnansweredRequest Request, int Index)[] texts = [.. requests.SelectMany(request => Enumerable.Range(0, request.Texts.Count).Select(index => (request, index)))];
        foreach (var request in requests) request.Begin();
        try
        {
            if (texts.Length == 0) return null;
            predictor.Predict(
                [.. texts.Select(text => new TaskInput($"text {text.Index + 1}", text.Request.Texts[text.Index]))],
                answer => texts[answer.Index].Request.Add(texts[answer.Index].Index, answer),
                cancellationToken);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Whatever a rung throws ends these requests and no other.
            return e;
        }
    }
}
