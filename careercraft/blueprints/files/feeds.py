"""Files that come by themselves: the feeds, one feed with its history, setting one up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.files.area import files
from careercraft.blueprints.files.feed_forms import FeedForm, shown
from careercraft.privacy.access import NotFound, permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.feeds import pages, running, settings
from careercraft.services.feeds.settings import FOLDER, SFTP, BadSetting
from careercraft.web.desk import current_desk, signed_in_person
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.progress import progress_of

NOT_USABLE = 422


@files.get("/feeds")
@requires(Permission.DISTRICT_FILES_READ)
def feeds() -> Any:
    """Every feed with where it stands."""
    desk = current_desk()
    return render_template("files/feeds.html", page=pages.feeds(desk), root=pages.root_folder(desk))


@files.get("/feeds/<uuid:feed_id>")
@requires(Permission.DISTRICT_FILES_READ)
def feed(feed_id: UUID) -> Any:
    """One feed: its settings, its looks and what each brought."""
    page = pages.feed(current_desk(), feed_id)
    here = url_for("files.feed", feed_id=feed_id)
    progress = None
    if page.task is not None and page.task.running:
        progress = progress_of(page.task)._replace(status_href=here, page_href=here)
    may_manage = Permission.DISTRICT_FEEDS_MANAGE in permissions(signed_in_person().actor)
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "files/_feed_runs.html" if part else "files/feed.html"
    return render_template(template, page=page, progress=progress, may_manage=may_manage)


@files.route("/feeds/new/<source>", methods=["GET", "POST"])
@requires(Permission.DISTRICT_FEEDS_MANAGE)
def new_feed(source: str) -> Any:
    """Set up a feed from a folder here, or from a server."""
    if source not in (FOLDER, SFTP):
        raise NotFound("source")
    form = _form(source)
    if not form.validate_on_submit():
        return _form_page(form, source, None), NOT_USABLE if form.errors else 200
    try:
        feed_id = settings.add(current_desk(), form.asked(source), form.secret())
    except BadSetting as problem:
        form.blame(problem)
        return _form_page(form, source, None), NOT_USABLE
    flash("The feed is set up. It looks for files at its hour; you can also look now.", "good")
    return _to_feed(feed_id)


@files.route("/feeds/<uuid:feed_id>/settings", methods=["GET", "POST"])
@requires(Permission.DISTRICT_FEEDS_MANAGE)
def change_feed(feed_id: UUID) -> Any:
    """Change a feed; an empty password keeps the one there is."""
    now = pages.feed(current_desk(), feed_id).settings
    form = _form(now.kind, shown(now))
    if not form.validate_on_submit():
        return _form_page(form, now.kind, feed_id), NOT_USABLE if form.errors else 200
    try:
        settings.change(current_desk(), feed_id, form.asked(now.kind), form.secret())
    except BadSetting as problem:
        form.blame(problem)
        return _form_page(form, now.kind, feed_id), NOT_USABLE
    flash("Saved. From now on the feed loads files in your name.", "good")
    return _to_feed(feed_id)


@files.post("/feeds/<uuid:feed_id>/look")
@requires(Permission.DISTRICT_FEEDS_MANAGE)
def look_now(feed_id: UUID) -> Any:
    """Look at the source now."""
    try:
        put_to_work(running.ask(current_desk(), feed_id))
    except running.AtWork:
        flash("The feed is looking already.", "info")
    return _to_feed(feed_id)


@files.post("/feeds/<uuid:feed_id>/pause")
@requires(Permission.DISTRICT_FEEDS_MANAGE)
def pause_feed(feed_id: UUID) -> Any:
    """Stop looking for files, or go on."""
    paused = request.form.get("paused") == "yes"
    settings.pause(current_desk(), feed_id, paused=paused)
    flash("Paused. No files are looked for." if paused else "The feed looks again.", "good")
    return _to_feed(feed_id)


@files.post("/feeds/<uuid:feed_id>/remove")
@requires(Permission.DISTRICT_FEEDS_MANAGE)
def remove_feed(feed_id: UUID) -> Any:
    """Remove a feed; what it loaded stays."""
    settings.remove(current_desk(), feed_id)
    flash("The feed is removed, and its password with it. What it loaded stays.", "good")
    return redirect(url_for("files.feeds"), 303)


def _form(kind: str, now: dict[str, Any] | None = None) -> FeedForm:
    form = FeedForm(data=now)
    form.offer(pages.choices(current_desk()), kind)
    return form


def _form_page(form: FeedForm, kind: str, feed_id: UUID | None) -> str:
    root = pages.root_folder(current_desk())
    return render_template("files/feed_form.html", form=form, kind=kind, feed_id=feed_id, root=root)


def _to_feed(feed_id: UUID) -> Any:
    return redirect(url_for("files.feed", feed_id=feed_id), 303)
