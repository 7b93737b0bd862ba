using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The jobs.</summary>
internal sealed class JobResources(Laboratory laboratory, JobReading reading)
{
    private const int UsualLimit = 100;
    private const int LargestLimit = 200;

    public async Task ListAsync(WebExchange exchange)
    {
        bool withEnded = exchange.Flag("deleted");
        int limit = (int)exchange.Number("limit", UsualLimit, least: 1, greatest: LargestLimit);
        int start = (int)exchange.Number("start", 0);
        if (exchange.Flag("wait"))
            await exchange.WaitForChangeAsync(laboratory, static (jobs, _) => jobs.Count > 0, static () => false).ConfigureAwait(false);

        IReadOnlyList<JobSnapshot> jobs = laboratory.List(withEnded);
        string? before = start > 0 ? Page(Math.Max(0, start - limit)) : null;
        string? after = start + (long)limit < jobs.Count ? Page(start + limit) : null;
        string[] links = [.. new[] { (before, "prev"), (after, "next") }.Where(static link => link.Item1 is not null).Select(static link => $"<{link.Item1}>; rel=\"{link.Item2}\"")];
        if (links.Length > 0)
            exchange.Response.Headers[HeaderNames.Link] = string.Join(", ", links);

        await exchange.AnswerAsync(new JobList([.. jobs.Skip(start).Take(limit).Select(job => exchange.Uri(exchange.Paths.Job(job.Id)))], before, after), WebJson.Default.JobList).ConfigureAwait(false);

        string Page(int first) => exchange.Uri(string.Create(CultureInfo.InvariantCulture, $"{exchange.Paths.Jobs}?deleted={(withEnded ? "true" : "false")}&limit={limit}&start={first}"));
    }

    public async Task CreateAsync(WebExchange exchange)
    {
        string body = await exchange.ReadTextAsync().ConfigureAwait(false);
        JobRequest request = WebExchange.Parse(body, WebJson.Default.JobRequest);
        JobSnapshot job = laboratory.Create(reading.Read(request, body, exchange.Session.User!, exchange.Host));
        string uri = exchange.Uri(exchange.Paths.Job(job.Id));
        exchange.Response.Headers[HeaderNames.Location] = uri;
        await exchange.AnswerAsync(new JobCreated(job.Id, uri), WebJson.Default.JobCreated, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    /// <summary>Shows a job, at once or when it has changed since the client was told of it.</summary>
    public async Task ShowAsync(WebExchange exchange)
    {
        int id = exchange.JobId();
        JobSnapshot job = Find(id);
        string thing = exchange.Paths.Job(id);
        if (exchange.Flag("wait") && job.State != JobState.Destroyed)
        {
            int? seen = exchange.Session.LastSeen(thing);
            await exchange.WaitForChangeAsync(laboratory, (jobs, _) => jobs.Contains(id), () => laboratory.Find(id)?.Version != seen).ConfigureAwait(false);
            job = laboratory.Find(id) ?? throw new WebFailureException(StatusCodes.Status410Gone, "the job is gone");
        }

        exchange.Session.See(thing, job.Version);
        await exchange.AnswerAsync(Describe(exchange, job), WebJson.Default.JobMessage).ConfigureAwait(false);
    }

    public async Task KeepAliveAsync(WebExchange exchange)
    {
        await exchange.ReadTextAsync().ConfigureAwait(false);
        Require(laboratory.KeepAlive(exchange.JobId(), exchange.Host));
        await exchange.AnswerAsync("ok").ConfigureAwait(false);
    }

    public Task DestroyAsync(WebExchange exchange)
    {
        string reason = exchange.Request.Query["reason"].ToString();
        Require(laboratory.Destroy(exchange.JobId(), reason.Length > 0 ? reason : null));
        return exchange.AnswerAsync(StatusCodes.Status204NoContent);
    }

    private static JobSnapshot Require(JobSnapshot? job) => job ?? throw WebFailureException.NotFound("job");

    private JobSnapshot Find(int id) => Require(laboratory.Find(id));

    private static JobMessage Describe(WebExchange exchange, JobSnapshot job)
    {
        string uri = exchange.Uri(exchange.Paths.Job(job.Id));
        using JsonDocument request = JsonDocument.Parse(job.Ticket.WebRequest ?? $"{{\"args\":{job.Ticket.ClassicArguments},\"kwargs\":{job.Ticket.ClassicKeywords}}}");
        return new JobMessage
        {
            State = job.State.ToString().ToUpperInvariant(),
            Owner = job.Ticket.Owner,
            StartTime = job.Ticket.Created,
            FinishTime = job.Finished,
            Reason = job.Reason,
            KeepaliveHost = job.KeepAliveHost,
            KeepAliveTime = job.LastSeenAt,
            KeepaliveRef = $"{uri}/keepalive",
            MachineRef = $"{uri}/machine",
            PowerRef = $"{uri}/machine/power",
            ChipRef = $"{uri}/chip",
            ProxyRef = job.HasBoards ? exchange.SocketUri(exchange.Paths.ProxyOf(job.Id)) : null,
            OriginalRequest = request.RootElement.Clone(),
        };
    }
}
