package io.loyaltymirror.sandbox;

/** List, get, create, update and delete of certificate types. */
final class CertificateTypeCalls {
    private final SandboxState state;

    CertificateTypeCalls(SandboxState state) {
        this.state = state;
    }

    Answer list(SandboxChain chain, Call call) {
        var settings = state.settings();
        return new Pages(settings, state.orderSeed())
                .answer(
                        call,
                        "page_size",
                        chain.certificateTypes(),
                        row -> settings.archivedListed()
                                || !row.path("is_archived").asBoolean());
    }

    Answer get(SandboxChain chain, long id) {
        return chain.certificateTypes().find(id).map(Answer::ok).orElseGet(CertificateTypeCalls::notFound);
    }

    Answer create(SandboxChain chain, Call call) {
        var form = CertificateTypeForm.of(call);
        var id = state.chains().nextCertificateTypeId();
        var row = form.over(CertificateTypeRow.blank(id, chain.id()));
        chain.certificateTypes().put(id, row);
        return Answer.ok(row);
    }

    Answer update(SandboxChain chain, long id, Call call) {
        refuseIssued(chain, id);
        return chain.certificateTypes()
                .change(id, CertificateTypeForm.of(call)::over)
                .map(Answer::ok)
                .orElseGet(CertificateTypeCalls::notFound);
    }

    Answer delete(SandboxChain chain, long id) {
        refuseIssued(chain, id);
        return chain.certificateTypes().delete(id) ? Answer.ok(Json.MAPPER.nullNode()) : notFound();
    }

    private static void refuseIssued(SandboxChain chain, long id) {
        var row = chain.certificateTypes().find(id).orElseThrow(() -> new Refusal(notFound()));
        if (row.path("released_total").asLong() > 0) {
            throw new Refusal(Answer.refusal(400, "Certificates of this type were already issued."));
        }
    }

    private static Answer notFound() {
        return Answer.refusal(404, "Certificate type not found.");
    }
}
